{{/* What is the same in the specification of every pod: it is nobody, may nothing, and knows nothing of the cluster. */}}
{{- define "scs.podSettings" -}}
serviceAccountName: {{ include "scs.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .Values.pod.user }}
  runAsGroup: {{ .Values.pod.user }}
  fsGroup: {{ .Values.pod.user }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pod.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pod.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* Labels and annotations of a pod: dict root component group checksum */}}
{{- define "scs.podMetadata" -}}
labels:
  {{- include "scs.labels" .root | nindent 2 }}
  {{- with .root.Values.pod.labels }}{{ toYaml . | nindent 2 }}{{ end }}
  app.kubernetes.io/component: {{ .component }}
  {{- with .group }}
  scs-conformance/group: {{ . }}
  {{- end }}
{{- $annotations := merge (dict) (default (dict) .annotations) .root.Values.pod.annotations }}
{{- with $annotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "scs.containerSettings" -}}
image: {{ include "scs.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{/* Where a program writes: /tmp, and /data where it has a volume. */}}
{{- define "scs.folders" -}}
- { name: HOME, value: /tmp }
- { name: TMPDIR, value: /tmp }
- { name: XDG_CACHE_HOME, value: /tmp/cache }
- { name: XDG_CONFIG_HOME, value: /tmp/config }
- { name: XDG_DATA_HOME, value: /data/share }
- { name: XDG_STATE_HOME, value: /data/state }
{{- end -}}

{{/* Environment by value, or by the key of a Secret. */}}
{{- define "scs.environment" -}}
{{- range . }}
- name: {{ .name }}
  {{- if .secret }}
  valueFrom: { secretKeyRef: { name: {{ .secret.name }}, key: {{ .secret.key }} } }
  {{- else }}
  value: {{ .value | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "scs.postgresEnvironment" -}}
{{- if .Values.postgres.passwordSecret.name }}
- name: PGPASSWORD
  valueFrom: { secretKeyRef: { name: {{ .Values.postgres.passwordSecret.name }}, key: {{ .Values.postgres.passwordSecret.key }} } }
{{- end }}
{{- if .Values.postgres.caSecret.name }}
- { name: NODE_EXTRA_CA_CERTS, value: /postgres/ca.crt }
{{- end }}
{{- end -}}

{{/* A Secret as files that only this pod reads: dict name secret key file. Kubernetes makes the 0400 a 0440 of root and the pod's group. */}}
{{- define "scs.secretVolume" -}}
- name: {{ .volume }}
  secret:
    secretName: {{ .secret }}
    defaultMode: 0400
    {{- if .key }}
    items: [{ key: {{ .key }}, path: {{ .file }} }]
    {{- end }}
{{- end -}}

{{- define "scs.postgresVolume" -}}
{{- with .Values.postgres.caSecret }}{{- if .name }}
{{ include "scs.secretVolume" (dict "volume" "postgres" "secret" .name "key" .key "file" "ca.crt") }}
{{- end }}{{- end }}
{{- end -}}

{{- define "scs.postgresMount" -}}
{{- if .Values.postgres.caSecret.name }}
- { name: postgres, mountPath: /postgres, readOnly: true }
{{- end }}
{{- end -}}

{{- define "scs.secretVolumes" -}}
{{- range $index, $secret := . }}
{{ include "scs.secretVolume" (dict "volume" (printf "secret-%d" $index) "secret" $secret.name) }}
{{- end }}
{{- end -}}

{{- define "scs.secretMounts" -}}
{{- range $index, $secret := . }}
- { name: secret-{{ $index }}, mountPath: /secrets/{{ $secret.name }}, readOnly: true }
{{- end }}
{{- end -}}

{{- define "scs.submitVolumes" -}}
{{- with .Values.submit }}{{- if .enabled }}
{{ include "scs.secretVolume" (dict "volume" "submit-token" "secret" .tokenSecret.name "key" .tokenSecret.key "file" "token") }}
{{ include "scs.secretVolume" (dict "volume" "submit-key" "secret" .keySecret.name "key" .keySecret.key "file" "key") }}
{{- if .caSecret.name }}
{{ include "scs.secretVolume" (dict "volume" "submit-ca" "secret" .caSecret.name "key" .caSecret.key "file" "ca.crt") }}
{{- end }}
{{- end }}{{- end }}
{{- end -}}

{{- define "scs.submitMounts" -}}
{{- with .Values.submit }}{{- if .enabled }}
- { name: submit-token, mountPath: /submit/token, readOnly: true }
- { name: submit-key, mountPath: /submit/key, readOnly: true }
{{- if .caSecret.name }}
- { name: submit-ca, mountPath: /submit/ca, readOnly: true }
{{- end }}
{{- end }}{{- end }}
{{- end -}}

{{/* Evenly over nodes and zones: dict root component group */}}
{{- define "scs.spread" -}}
topologySpreadConstraints:
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "scs.selector" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.component }}
        {{- with $.group }}
        scs-conformance/group: {{ . }}
        {{- end }}
  {{- end }}
{{- end -}}

{{/* A claim: dict storage */}}
{{- define "scs.claimSpec" -}}
accessModes: [{{ .accessMode }}]
{{- with .storageClass }}
storageClassName: {{ . }}
{{- end }}
resources: { requests: { storage: {{ .size }} } }
{{- end -}}
