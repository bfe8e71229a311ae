"""Kubernetes semantics, each once, and the proofs built on them. Pure: objects in, facts out."""
