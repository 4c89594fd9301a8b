/** JMH benchmarks of the steps from bytes to verdict, one by one; {@code ./mvnw -pl src/benchmark -am verify -Pjmh}. */
package dev.carornot.benchmark.micro;
