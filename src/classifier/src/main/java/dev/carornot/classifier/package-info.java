/**
 * From the bytes of a photograph to a {@link dev.carornot.classifier.Verdict}: {@link
 * dev.carornot.classifier.Classifier} ties the concept packages below together. May use all of them; none of them uses
 * this one.
 */
package dev.carornot.classifier;
