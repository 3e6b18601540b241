#!/usr/bin/env bash
# Makes the files of a release in target/release, from the version in pom.xml: src/main/release/release.sh [MAVEN OPTIONS]
# It builds the jar twice and fails if the two differ. Tests are the gate's: run `mvn -B verify` first. Needs GNU tar.
set -euo pipefail
cd "$(dirname "$0")/../../.."
version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml)
release=target/release
rm -rf "$release" && mkdir -p "$release"

for build in first second; do
  rm -rf target/classes target/*.jar
  mvn -B -ntp -q -DskipTests "$@" package
  sum=$(sha256sum < target/media-deleter.jar)
  [ "$build" = first ] && first=$sum
done
[ "$sum" = "$first" ] || { echo "two builds of the jar differ" >&2; exit 1; }

# The same bytes whoever packs them, and when.
pack() { # ARCHIVE FOLDER NAME...
  local archive=$1 folder=$2
  shift 2
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$folder" -c "$@" | gzip -n9 > "$release/$archive"
}

cp target/media-deleter.jar "$release/media-deleter-$version.jar"
cp target/classes/META-INF/sbom/media-deleter.cdx.json "$release/media-deleter-$version.cdx.json"

# The chart and the image's tag carry the version of the jar.
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
cp -rL src/main/helm/media-deleter src/main/k8s src/main/ops schemas "$staged"
sed -i "s/^\(version\|appVersion\): .*/\1: $version/" "$staged/media-deleter/Chart.yaml"
find "$staged/k8s" -name '*.yaml' -exec sed -i "s/^\( *newTag\): .*/\1: $version/" {} +
pack "media-deleter-chart-$version.tgz" "$staged" media-deleter
pack "media-deleter-manifests-$version.tar.gz" "$staged" k8s
pack "media-deleter-monitoring-$version.tar.gz" "$staged" ops
pack "media-deleter-schemas-$version.tar.gz" "$staged" schemas
pack "media-deleter-docs-$version.tar.gz" . README.md src/docs
cp src/docs/changelog.md "$release/changelog.md"

(cd "$release" && sha256sum -- * > SHA256SUMS && cat SHA256SUMS)
