/** Sentences for people that quote what strangers wrote. Uses nothing of the rest. */
package dev.carornot.classifier.message;
