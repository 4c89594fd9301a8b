package dev.carornot.classifier.image;

/** Which library decodes JPEGs. */
public enum JpegChoice {
    /** libjpeg-turbo where the machine has it, else ImageIO. */
    AUTO,
    /** ImageIO, which every Java runtime has. */
    IMAGEIO
}
