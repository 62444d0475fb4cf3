{{/* Names are short enough for a CronJob (52) with the name of a group (20) behind. */}}
{{- define "scs.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 30 | trimSuffix "-" -}}
{{- end -}}

{{- define "scs.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 30 | trimSuffix "-" -}}
{{- else if contains (include "scs.name" .) .Release.Name -}}
{{- .Release.Name | trunc 30 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "scs.name" .) | trunc 30 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "scs.monitor" -}}{{ include "scs.fullname" . }}-monitor{{- end -}}

{{- define "scs.serviceAccount" -}}
{{- default (include "scs.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "scs.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}{{ $image.repository }}@{{ $image.digest }}{{- else -}}{{ $image.repository }}:{{ default .Chart.AppVersion $image.tag }}{{- end -}}
{{- end -}}

{{/* What selects the pods of this release. */}}
{{- define "scs.selector" -}}
app.kubernetes.io/name: {{ include "scs.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "scs.labels" -}}
{{ include "scs.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* Whether the monitor may be several pods: its reports are in PostgreSQL. */}}
{{- define "scs.monitorUrl" -}}
{{- if .Values.submit.monitorUrl -}}{{ .Values.submit.monitorUrl }}
{{- else -}}https://{{ include "scs.monitor" . }}.{{ .Release.Namespace }}.svc{{- end -}}
{{- end -}}

{{/* The port of a postgres:// URL. */}}
{{- define "scs.postgresPort" -}}
{{- $host := (urlParse .Values.postgres.url).host -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default "5432" -}}
{{- end -}}
