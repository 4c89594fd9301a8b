package dev.carornot.training.audit;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.audit.Duplicates.Place;
import dev.carornot.training.dataset.Photograph;

/** Tells photographs' labels by name. */
record LabelNames(Labels labels) {
    String of(Photograph photograph) {
        return photograph.positive() ? labels.positive() : labels.negative();
    }

    Place place(Photograph photograph) {
        return Place.of(photograph, of(photograph));
    }
}
