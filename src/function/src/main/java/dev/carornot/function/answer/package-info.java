/**
 * From a request's body to the JSON that every door answers with: a verdict, several, or a problem. Uses {@code upload},
 * {@code model} and {@code problem}; knows neither HTTP servers nor Lambda.
 */
package dev.carornot.function.answer;
