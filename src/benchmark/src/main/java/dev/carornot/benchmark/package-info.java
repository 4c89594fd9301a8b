/**
 * One run that measures the product against its peers and the machine's limit, and says which bars are met. {@link
 * dev.carornot.benchmark.Main} ties the concept packages below together: {@code material} is what is measured on, {@code
 * contender} who is measured, {@code measurement} how, {@code http} the packaged function as a process, {@code report} what
 * comes out; {@code micro} holds the JMH benchmarks. Uses the classifier; knows nothing of training.
 */
package dev.carornot.benchmark;
