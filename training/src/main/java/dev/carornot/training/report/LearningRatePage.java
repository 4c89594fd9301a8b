package dev.carornot.training.report;

import dev.carornot.training.report.Page.Drawing;
import java.util.List;

/**
 * What the template of a learning rate range test prints.
 *
 * @param name of the experiment
 * @param sentence what to do
 * @param rows step, learning rate, loss and smoothed loss of each step
 */
record LearningRatePage(String name, String sentence, Drawing curve, List<List<String>> rows) {}
