/** What everything is measured on: two drawn photographs and a full ResNet-50 with random weights. */
package dev.carornot.benchmark.material;
