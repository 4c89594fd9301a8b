/** What is said when a request gets no verdict: RFC 9457 problem documents, the same for every door. */
package dev.carornot.function.problem;
