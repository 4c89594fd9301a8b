package dev.carornot.batch.cost;

/**
 * A run on paper.
 *
 * @param photographs how many
 * @param perSecondAndCore photographs a second and core, as {@code score} reports it; above 0
 * @param cores of an executor
 * @param startSeconds from an executor's start to its first photograph: container, engine, model
 * @param listingPerSecond photographs listed a second and task; S3 answers with 1,000 a request
 * @param listingTasks how many list at once: no more than there are folders right below the prefix
 */
public record Sizing(
        long photographs,
        double perSecondAndCore,
        int cores,
        double startSeconds,
        double listingPerSecond,
        int listingTasks) {
    private static final double SECONDS_PER_HOUR = 3_600;
    private static final double PER_REQUEST = 1_000;

    public Sizing {
        if (photographs < 1 || !(perSecondAndCore > 0) || cores < 1 || !(listingPerSecond > 0) || listingTasks < 1) {
            throw new IllegalArgumentException("Photographs, photographs a second, cores and listing are all above 0.");
        }
    }

    /**
     * What is paid.
     *
     * @param coreHour for a core and its memory, for an hour
     * @param thousandGets for 1,000 requests that read; 0 where photographs are not in S3
     * @param thousandLists for 1,000 requests that list
     */
    public record Prices(double coreHour, double thousandGets, double thousandLists) {}

    /**
     * A line of the answer.
     *
     * @param hours from the command to its end
     * @param compute for cores
     * @param requests for S3
     * @param readsPerSecond requests a second that S3 has to answer; it takes 5,500 for each prefix
     */
    public record Estimate(int executors, double hours, double compute, double requests, double readsPerSecond) {
        /** All of it. */
        public double total() {
            return compute + requests;
        }
    }

    /** On so many executors; all of them are paid from the command to its end. */
    public Estimate on(int executors, Prices prices) {
        int listing = Math.min(listingTasks, executors * cores);
        double listingSeconds = photographs / (listingPerSecond * listing);
        double rate = perSecondAndCore * cores * executors;
        double hours = (startSeconds + listingSeconds + photographs / rate) / SECONDS_PER_HOUR;
        double requests = photographs / PER_REQUEST * prices.thousandGets()
                + photographs / PER_REQUEST / PER_REQUEST * prices.thousandLists();
        return new Estimate(executors, hours, hours * cores * executors * prices.coreHour(), requests, rate);
    }
}
