# Runs as root when the box starts. AWS_REGION, BUCKET, STORE and HOURS are set before this line by TrainingBox.
set -euo pipefail

# The shutdown ends the machine (see the launch template): after the work, whether it went well or not, and in any case
# when its time is over.
shutdown -h "+$((HOURS * 60))"
work=$(mktemp -d)
run=$(date -u +%Y%m%d-%H%M%S)
finish() {
    aws s3 cp --only-show-errors "$work/log" "s3://$BUCKET/training/logs/$run.log" || true
    shutdown -h now
}
trap finish EXIT
cd "$work"
exec >"$work/log" 2>&1

apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless libturbojpeg

aws s3 cp --only-show-errors "s3://$BUCKET/training/car-or-not.tar.gz" - | tar xz
aws s3 cp --only-show-errors "s3://$BUCKET/training/experiment.yaml" experiment.yaml
aws s3 cp --only-show-errors "s3://$BUCKET/training/backbone.safetensors" backbone.safetensors
aws s3 sync --only-show-errors "s3://$BUCKET/training/photographs" photographs

dist/bin/car-or-not train --config experiment.yaml --data photographs --backbone backbone.safetensors \
    --cache cache --out model
dist/bin/car-or-not evaluate --model model --data photographs --split test
dist/bin/car-or-not publish --model model --to "$STORE"
