"""Which extended resources are accelerators (GPUs and their kin), by the names that vendors' device plugins use."""

import re

_ACCELERATOR = re.compile(
    r"nvidia\.com/(gpu|mig-).*|amd\.com/gpu.*|gpu\.intel\.com/.+|habana\.ai/gaudi.*|google\.com/tpu.*"
    r"|aws\.amazon\.com/neuron.*"
)


def is_accelerator(name: str) -> bool:
    """Whether a resource is an accelerator, whole, shared (`nvidia.com/gpu.shared`) or a slice (`nvidia.com/mig-…`).

    Taints that keep other pods off accelerator nodes are keyed by the same names.
    """
    return _ACCELERATOR.fullmatch(name) is not None
