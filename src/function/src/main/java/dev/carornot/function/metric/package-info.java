/**
 * What is counted and measured, and where it goes: to Prometheus on a server, into the log on AWS Lambda. Knows what is looked
 * at; knows neither door.
 */
package dev.carornot.function.metric;
