"""Trees to plant faults in, each judged as a whole: faults that do not hide one another share one.

In a tree by hand the generated files are edited; in a declared one, what they are rendered from.
"""

from e2e.planted_capacity import AMOUNTS, CAPACITY, GPUS, NODES, PLACEMENT
from e2e.planted_declarations import BATCH, BLUEPRINTS, CLUSTERS, QUOTAS, SERVICES, SPOT
from e2e.planted_delivery import DELIVERY
from e2e.planted_files import FILES, SHAPES
from e2e.planted_network import FLOWS, ISOLATION, PEERS
from e2e.planted_pods import BASELINE, RESTRICTED
from e2e.planted_together import TOGETHER

BY_HAND = {
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
    "peers": PEERS,
    "amounts": AMOUNTS,
    "nodes": NODES,
    "together": TOGETHER,
}
DECLARED = {
    "quotas": QUOTAS,
    "services": SERVICES,
    "clusters": CLUSTERS,
    "spot nodes": SPOT,
    "a batch": BATCH,
    "blueprints": BLUEPRINTS,
}
TREES = {**BY_HAND, **DECLARED}
