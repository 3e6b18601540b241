{{- /* The release's name is that of all objects: two releases in one namespace do not meet. Pods are named by it, and by that instances. */ -}}
{{- define "media-deleter.labels" -}}
app.kubernetes.io/name: {{ .Release.Name }}
{{- end }}

{{- define "media-deleter.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{- /* What each pod's spec begins with: it needs no right on the cluster and no root. */ -}}
{{- define "media-deleter.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.pod.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pod.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  # Kafka's codecs unpack their native parts here.
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
{{- end }}

{{- /* What each container has. */ -}}
{{- define "media-deleter.container" -}}
image: {{ include "media-deleter.image" . }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end }}

{{- /* The settings that are not taken out. */ -}}
{{- define "media-deleter.settings" -}}
{{- range $name, $value := .Values.settings }}
{{- if not (kindIs "invalid" $value) }}
{{- /* Older Helm reads a number as one with a fraction, and would write 2e+06. */}}
{{ $name }}: {{ if kindIs "float64" $value }}{{ $value | int64 | quote }}{{ else }}{{ $value | toString | quote }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
