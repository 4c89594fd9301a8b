package dev.carornot.function.http;

/** Examples in the OpenAPI document. */
final class Examples {
    static final String ANSWER = """
            {
              "verdict": "car",
              "probability": 0.97,
              "model": {"name": "car-or-not", "version": "2026-11-23", "precision": "fp32"},
              "image": {"width": 4032, "height": 3024},
              "millis": {"decode": 38.2, "resize": 4.1, "network": 25.7, "total": 68.0}
            }""";

    static final String DAMAGED = """
            {
              "type": "tag:carornot.dev,2026:damaged",
              "title": "Damaged photograph",
              "status": 400,
              "detail": "The JPEG ends in the middle of the picture.",
              "reason": "damaged"
            }""";

    static final String TOO_LARGE = """
            {
              "type": "tag:carornot.dev,2026:too_many_pixels",
              "title": "Too many pixels",
              "status": 413,
              "detail": "The picture has 108 million pixels; at most 50 million are looked at.",
              "reason": "too_many_pixels"
            }""";

    static final String TOO_SLOW = """
            {
              "type": "tag:carornot.dev,2026:too_slow",
              "title": "Request too slow",
              "status": 408,
              "detail": "The body did not arrive within 60 s; send a smaller photograph, or over a faster line.",
              "reason": "too_slow"
            }""";

    static final String UNSUPPORTED = """
            {
              "type": "tag:carornot.dev,2026:unsupported",
              "title": "Unsupported image format",
              "status": 415,
              "detail": "GIF is not supported; send JPEG, PNG or WebP.",
              "reason": "unsupported"
            }""";

    static final String BUSY = """
            {
              "type": "tag:carornot.dev,2026:busy",
              "title": "Too many requests",
              "status": 503,
              "detail": "Too many requests are waiting; ask again in a moment.",
              "reason": "busy"
            }""";

    static final String RESULTS = "{\"results\": [{\"file\": \"front.jpg\", \"answer\": " + ANSWER
            + "}, {\"file\": \"notes.jpg\", \"problem\": " + DAMAGED + "}]}";

    private Examples() {}
}
