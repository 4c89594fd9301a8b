package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A network's weights and how they came about.
 *
 * @param weights all tensors by name
 * @param fitted the fitting's figures
 * @param skipped photographs that could not be read, each with the reason
 * @param provenance what this way of training adds to the artifact's provenance
 */
record Trained(Map<String, Tensor> weights, Fitter.Fitted fitted, List<String> skipped, ObjectNode provenance) {}
