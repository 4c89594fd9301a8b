/**
 * The write-up's experiments side by side: computes features once, deals photographs, trains every head of every study on
 * them, and judges it beside baselines that never look at a picture. Uses {@code experiment} for one head, {@code split},
 * {@code features}, {@code audit} for baselines, {@code evaluation} and {@code dataset}; knows no command line and no HTML.
 */
package dev.carornot.training.study;
