"""Judging objects and facts by the rules in `policies/`: inputs, engines, findings and waivers."""
