{{/* A rule of a network policy: dict way (to, from) peer protocols */}}
{{- define "scs.rule" -}}
- {{ .way }}:
    {{- with .peer }}
    {{- if .cidr }}
    - ipBlock:
        cidr: {{ .cidr | quote }}
        {{- with .except }}
        except: {{- toYaml . | nindent 10 }}
        {{- end }}
    {{- else }}
    - namespaceSelector: {{ if .namespace }}{ matchLabels: { kubernetes.io/metadata.name: {{ .namespace }} } }{{ else }}{}{{ end }}
      {{- with .podLabels }}
      podSelector: { matchLabels: {{ toJson . }} }
      {{- end }}
    {{- end }}
    {{- end }}
  {{- if .peer.ports }}
  ports:
    {{- range $port := .peer.ports }}
    {{- range $protocol := default (list "TCP") $.protocols }}
    - { port: {{ $port }}, protocol: {{ $protocol }} }
    {{- end }}
    {{- end }}
  {{- end }}
{{- end -}}

{{- define "scs.postgresRules" -}}
{{- if .Values.postgres.url }}
{{- range .Values.postgres.peers }}
{{ include "scs.rule" (dict "way" "to" "peer" (merge (dict) . (dict "ports" (list (int (include "scs.postgresPort" $)))))) }}
{{- else }}
- ports: [{ port: {{ include "scs.postgresPort" . }}, protocol: TCP }]
{{- end }}
{{- end }}
{{- end -}}

{{/* The monitor of this release. */}}
{{- define "scs.monitorRule" -}}
- to:
    - podSelector:
        matchLabels:
          {{- include "scs.selector" . | nindent 10 }}
          app.kubernetes.io/component: monitor
  ports: [{ port: 8080, protocol: TCP }]
{{- end -}}
