package dev.carornot.training.experiment;

import java.nio.file.Path;

/**
 * What is to be trained, on what, and where it goes.
 *
 * @param config the experiment's YAML file
 * @param data a data set, see {@link dev.carornot.training.dataset.DatasetReader}
 * @param backbone pre-trained weights; null where the whole network is trained from a fresh start
 * @param out the artifact's folder, absent or empty
 * @param cache the folder of cached features
 */
public record TrainRequest(Path config, Path data, Path backbone, Path out, Path cache) {}
