/** What a run leaves behind: JSON, tables in Markdown, a chart, the page in {@code docs}. */
package dev.carornot.benchmark.report;
