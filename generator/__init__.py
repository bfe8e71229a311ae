"""GitOps manifest generator and policy checker (command `mlp`)."""
