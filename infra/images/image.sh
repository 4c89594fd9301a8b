# What both ways to an image (build, with Docker; oci, without) agree on. Read by them; does nothing by itself.

# Debian's, beside what its slim base has: certificates for S3, and the faster JPEG decoder.
PACKAGES="ca-certificates libturbojpeg0"
RELEASE=bookworm

# The parts of Java that the application was seen to use or that its libraries name; see docs/deploy.md.
MODULES=java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.zipfs
JLINK="--strip-debug --no-header-files --no-man-pages"

# Where things lie in the image, and who runs them: nobody who has a name or a home.
INSTALLED=/opt/car-or-not
JAVA=/opt/java
USER_ID=10001

images=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
root=$(CDPATH='' cd -P "$images/../.." && pwd)
target=$images/target

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}
