package dev.carornot.function.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of several photographs, in the order in which they were sent. */
@RegisterForReflection
@Schema(
        description = "Several photographs, in the order in which they were sent; a bad one does not fail the others.",
        requiredProperties = "results")
public record Results(List<Result> results) {
    public Results {
        results = List.copyOf(results);
    }
}
