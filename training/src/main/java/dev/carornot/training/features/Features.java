package dev.carornot.training.features;

import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import java.util.List;

/**
 * The features of photographs, in the order in which they were asked for.
 *
 * @param photographs those that could be decoded
 * @param vectors one for each of {@code photographs}; copies of one photograph share theirs, so nobody writes to them
 * @param unreadable the others, left out above
 */
public record Features(List<Photograph> photographs, List<float[]> vectors, List<Unreadable> unreadable) {
    /** A photograph that could not be decoded, and why, in one sentence. */
    public record Unreadable(Photograph photograph, String reason) {
        /** More than so many photographs that cannot be read are a broken data set rather than the odd broken file. */
        private static final double SHARE = 0.01;

        /**
         * Stops the run when this is one too many.
         *
         * @param found how many cannot be read, this one included
         * @param all how many photographs there are
         * @throws UserException when that is more than 1 %
         */
        public void requireAmongFew(long found, long all) {
            if (found > SHARE * all) {
                throw new UserException("At least " + found + " of " + all
                        + " photographs cannot be read, which is more than 1 %; the last was '" + photograph.path()
                        + "': " + reason);
            }
        }

        /** Path and reason, for lists. */
        public String line() {
            return photograph.path() + ": " + reason;
        }
    }
}
