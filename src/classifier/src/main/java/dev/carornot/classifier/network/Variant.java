package dev.carornot.classifier.network;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a stage's stride of 2 stands in the first block. */
public enum Variant {
    /** In the first 1x1 convolution, as in the paper (He et al., 2015, arXiv:1512.03385). */
    @JsonProperty("v1")
    V1,
    /** In the 3x3 convolution, as in torchvision's own weights. */
    @JsonProperty("v1.5")
    V1_5
}
