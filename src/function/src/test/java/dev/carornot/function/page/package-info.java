/** The page, opened in a browser; the application behind it is the packaged one. */
package dev.carornot.function.page;
