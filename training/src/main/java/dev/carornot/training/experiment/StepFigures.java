package dev.carornot.training.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * What a step of training was like.
 *
 * @param step counted from 1, over all epochs
 * @param loss mean binary cross-entropy
 * @param accuracy share of right answers, in 0..1
 */
public record StepFigures(int step, double loss, double accuracy) {
    /**
     * At most so many figures, evenly spread: each is the mean of as many steps as the others, but for the last, and
     * carries the number of its last step.
     */
    static List<StepFigures> thinned(List<StepFigures> steps, int most) {
        int width = Math.max(1, (steps.size() + most - 1) / most);
        List<StepFigures> thinned = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += width) {
            List<StepFigures> window = steps.subList(from, Math.min(steps.size(), from + width));
            thinned.add(new StepFigures(
                    window.get(window.size() - 1).step(),
                    window.stream().mapToDouble(StepFigures::loss).average().orElseThrow(),
                    window.stream().mapToDouble(StepFigures::accuracy).average().orElseThrow()));
        }
        return thinned;
    }
}
