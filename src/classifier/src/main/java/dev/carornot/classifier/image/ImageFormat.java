package dev.carornot.classifier.image;

/** The formats that are decoded. */
public enum ImageFormat {
    JPEG,
    PNG,
    WEBP
}
