package dev.carornot.function.outcome;

/** How the recording of an upload's outcome ended. */
public sealed interface Recording {
    /** One sentence, or its beginning, for the log and for S3 Batch Operations. */
    String text();

    /** In one word, for those who count. */
    String ending();

    /**
     * The outcome is recorded now.
     *
     * @param eTag of the contents that it is about
     */
    record Recorded(Outcome outcome, String eTag) implements Recording {
        @Override
        public String ending() {
            return "recorded";
        }

        @Override
        public String text() {
            return describe(outcome, eTag);
        }
    }

    /**
     * Nothing was written: the outcome is already there.
     *
     * @param eTag of the contents that it is about
     */
    record Standing(Outcome outcome, String eTag) implements Recording {
        @Override
        public String ending() {
            return "standing";
        }

        @Override
        public String text() {
            return describe(outcome, eTag) + ", as was recorded before";
        }
    }

    /**
     * There is nothing to record, and will not be.
     *
     * @param text why
     */
    record Ignored(String text) implements Recording {
        @Override
        public String ending() {
            return "ignored";
        }
    }

    /**
     * Nothing is recorded, or not all of it.
     *
     * @param text why
     * @param lasting whether it will fail again until somebody changes something
     */
    record Failed(String text, boolean lasting) implements Recording {
        @Override
        public String ending() {
            return "failed";
        }
    }

    /** {@code car-or-not-batch backfill} reads it from the report of S3 Batch Operations, which tells of nothing else. */
    private static String describe(Outcome outcome, String eTag) {
        return outcome.verdict()
                + (outcome.reason() == null ? " (" + outcome.probability() + ")" : ": " + outcome.reason())
                + (outcome.model().isEmpty() ? "" : " by " + outcome.model())
                + " of etag:" + eTag;
    }
}
