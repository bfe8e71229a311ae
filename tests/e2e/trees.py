"""Trees to plant faults in, each judged as a whole: those whose faults do not hide one another share one."""

from e2e.planted_capacity import CAPACITY, GPUS, PLACEMENT
from e2e.planted_delivery import DELIVERY
from e2e.planted_files import FILES, SHAPES
from e2e.planted_network import FLOWS, ISOLATION
from e2e.planted_pods import BASELINE, RESTRICTED

TREES = {
    "restricted pods": RESTRICTED,
    "baseline pods": BASELINE,
    "files": FILES,
    "shapes": SHAPES,
    "capacity": CAPACITY,
    "placement": PLACEMENT,
    "GPUs": GPUS,
    "delivery": DELIVERY,
    "isolation": ISOLATION,
    "flows": FLOWS,
}
