/**
 * What the product needs of AWS, as a CDK app: {@link dev.carornot.infra.InfraApp} makes three stacks out of the constructs
 * in the packages below. Knows nothing of the other modules but their names: an image's tag, environment variables, keys.
 */
package dev.carornot.infra;
