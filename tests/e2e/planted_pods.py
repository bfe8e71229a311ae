"""Faults in pods, planted by hand in the generated tree: every rule of the Pod Security Standards at both levels."""

from e2e.planting import EVERYWHERE, Fault, Hit, beside, replace

BACKEND, FRONTEND = "core/backend", "core/frontend"
API, PROCESSOR, QUALITY, STREAM = "data/data-api", "data/data-processor", "data/data-quality", "data/stream-processor"
ML_BACKEND, PROCESSING = "ml/ml-backend", "ml/data-processing"
POD_PATHS = {"Deployment": "spec.template.spec", "CronJob": "spec.jobTemplate.spec.template.spec"}
INIT_CONTAINER = """\
initContainers:
- name: setup
  image: docker.io/library/busybox@sha256:9db7b59979c38555a39def84a31fb98b5296952f9e3afd4f6f11f05b07adfab0
  resources: {limits: {cpu: 100m, memory: 64Mi}, requests: {cpu: 100m, memory: 64Mi}}
  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, privileged: on}
"""


def kind(unit):
    return "CronJob" if unit in {QUALITY, PROCESSING} else "Deployment"


def base(unit, name=""):
    return f"rendered/{unit}/base/{name or kind(unit).lower()}.yaml"


def pod_fault(rule, unit, edit, field, line):
    team, name = unit.split("/")
    pod = POD_PATHS[kind(unit)]
    full = field.replace("pod.", f"{pod}.").replace("container.", f"{pod}.containers[0].")
    return Fault((edit,), (Hit(rule, f"app-{team}-team/{kind(unit)}/{name}", full, f"teams/{unit}.yaml", line),))


def put(rule, unit, key, text, field, line=""):
    """Lines put before a key of the workload's base, and the field that is found (below `pod` or `container`)."""
    return pod_fault(rule, unit, beside(base(unit), key, text), field, line)


def swap(rule, unit, old, new, field, line=""):
    """One text of the workload's base in place of another."""
    return pod_fault(rule, unit, replace(base(unit), old, new), field, line)


SECURITY, CONTAINER_SECURITY = "fsGroup: ", "readOnlyRootFilesystem"
RESTRICTED = {
    "the host's network, as `yes`": put(
        "pss/host-namespaces", BACKEND, "enableServiceLinks", "hostNetwork: yes", "pod.hostNetwork"
    ),
    "a port of the host": put(
        "pss/host-ports",
        BACKEND,
        "- name: http",
        "- hostPort: 9999\n  containerPort: 9999",
        "container.ports[0].hostPort",
    ),
    "privileged by an alias": swap(
        "pss/privileged",
        FRONTEND,
        "readOnlyRootFilesystem: true",
        "readOnlyRootFilesystem: &on true\n          privileged: *on",
        "container.securityContext.privileged",
    ),
    "a probe of another host": put(
        "pss/host-probes-and-lifecycle",
        FRONTEND,
        "path: /readyz",
        "host: 127.0.0.1",
        "container.readinessProbe.httpGet.host",
    ),
    "privileged, as `yes`": put(
        "pss/privileged", API, CONTAINER_SECURITY, "privileged: yes", "container.securityContext.privileged"
    ),
    "user 0": swap(
        "pss/run-as-user", API, "runAsUser: 100", "runAsUser: 0", "pod.securityContext.runAsUser", "user: 100"
    ),
    "AppArmor switched off": put(
        "pss/apparmor-profile",
        API,
        SECURITY,
        "appArmorProfile: {type: Unconfined}",
        "pod.securityContext.appArmorProfile.type",
        "user: 100",
    ),
    "privileged in an init container, as `on`": put(
        "pss/privileged",
        PROCESSOR,
        "enableServiceLinks",
        INIT_CONTAINER,
        "pod.initContainers[0].securityContext.privileged",
    ),
    "another SELinux type": put(
        "pss/selinux-options",
        PROCESSOR,
        SECURITY,
        "seLinuxOptions: {type: spc_t}",
        "pod.securityContext.seLinuxOptions.type",
    ),
    "an added capability": put(
        "pss/capabilities-restricted",
        STREAM,
        "drop:",
        "add: [NET_BIND_SERVICE, SYS_TIME]",
        "container.securityContext.capabilities.add",
    ),
    "an unmasked /proc": put(
        "pss/proc-mount-restricted",
        STREAM,
        CONTAINER_SECURITY,
        "procMount: Unmasked",
        "container.securityContext.procMount",
    ),
    "`all` in place of `ALL`": swap(
        "pss/capabilities-restricted", ML_BACKEND, "- ALL\n", "- all\n", "container.securityContext.capabilities.drop"
    ),
    "a path of the node": swap(
        "pss/restricted-volumes",
        ML_BACKEND,
        "volumes:\n",
        "volumes:\n      - name: node\n        hostPath: {path: /}\n",
        "pod.volumes[0].hostPath",
    ),
    "no seccomp profile": swap(
        "pss/seccomp-profile-restricted",
        ML_BACKEND,
        "type: RuntimeDefault",
        "type: Unconfined",
        "pod.securityContext.seccompProfile.type",
    ),
    "a sysctl of the whole node": put(
        "pss/sysctls",
        QUALITY,
        SECURITY,
        'sysctls: [{name: kernel.msgmax, value: "1"}]',
        "pod.securityContext.sysctls[0].name",
    ),
    "more privileges by setuid": swap(
        "pss/allow-privilege-escalation",
        QUALITY,
        "allowPrivilegeEscalation: false",
        "allowPrivilegeEscalation: true",
        "container.securityContext.allowPrivilegeEscalation",
    ),
    "root after all": put(
        "pss/run-as-non-root",
        PROCESSING,
        CONTAINER_SECURITY,
        "runAsNonRoot: no",
        "container.securityContext.runAsNonRoot",
    ),
    "a process of a Windows node": put(
        "pss/windows-host-process",
        PROCESSING,
        SECURITY,
        "windowsOptions: {hostProcess: true}",
        "pod.securityContext.windowsOptions.hostProcess",
    ),
}

# Two teams are labelled `baseline`; what only the restricted level refuses is then nobody's fault.
BASELINE = {
    "the level": Fault(
        tuple(
            replace(
                f"rendered/{team}/_tenancy/overlays/{environment}/resources.yaml",
                "enforce: restricted",
                "enforce: baseline",
            )
            for team in ("core", "ml")
            for environment in EVERYWHERE
        ),
        (),
    ),
    "a capability beyond the usual": put(
        "pss/capabilities-baseline",
        BACKEND,
        "drop:",
        "add: [CHOWN, NET_RAW]",
        "container.securityContext.capabilities.add",
    ),
    "an unmasked /proc": put(
        "pss/proc-mount", BACKEND, CONTAINER_SECURITY, "procMount: Unmasked", "container.securityContext.procMount"
    ),
    "a path of the node": swap(
        "pss/host-path-volumes",
        FRONTEND,
        "volumes:\n",
        "volumes:\n      - name: node\n        hostPath: {path: /}\n",
        "pod.volumes[0].hostPath",
    ),
    "a seccomp profile switched off": swap(
        "pss/seccomp-profile-baseline",
        ML_BACKEND,
        "type: RuntimeDefault",
        "type: Unconfined",
        "pod.securityContext.seccompProfile.type",
    ),
    "what baseline allows": Fault(
        (
            replace(base(ML_BACKEND), "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"),
            replace(base(ML_BACKEND), "runAsNonRoot: true", "runAsNonRoot: false"),
            replace(
                base(ML_BACKEND), "            drop:\n            - ALL\n", "            add: [NET_BIND_SERVICE]\n"
            ),
        ),
        (),
    ),
}
