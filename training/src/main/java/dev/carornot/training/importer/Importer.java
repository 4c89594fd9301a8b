package dev.carornot.training.importer;

import dev.carornot.training.dataset.Listed;
import dev.carornot.training.failure.UserException;
import java.nio.file.Path;
import java.util.List;

/** Lists the photographs of one source. Implementations are immutable. */
public interface Importer {
    /** Where the source lies. */
    Path place();

    /**
     * Its photographs; an empty split is one that the source does not state.
     *
     * @throws UserException when the source is not what it should be
     */
    List<Listed> list();

    /** Whether the source is expected to have photographs of both classes. */
    boolean hasBothClasses();
}
