/** What a deployment may choose, read from the CDK's context; plain Java that knows nothing of AWS. */
package dev.carornot.infra.setting;
