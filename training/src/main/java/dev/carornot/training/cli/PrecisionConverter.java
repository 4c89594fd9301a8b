package dev.carornot.training.cli;

import dev.carornot.classifier.program.PrecisionChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A precision on the command line. */
final class PrecisionConverter implements ITypeConverter<PrecisionChoice> {
    @Override
    public PrecisionChoice convert(String value) {
        try {
            return PrecisionChoice.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
