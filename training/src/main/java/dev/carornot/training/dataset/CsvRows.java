package dev.carornot.training.dataset;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file as rows that know their lines: UTF-8, quoted as RFC 4180 says, empty lines left out. Stateless and
 * thread-safe.
 */
public final class CsvRows {
    private CsvRows() {}

    /**
     * A row.
     *
     * @param line where it begins, counted from 1
     */
    public record Row(long line, List<String> cells) {}

    /**
     * Reads a file.
     *
     * @throws UserException when it is not there, cannot be read or is no CSV
     */
    public static List<Row> read(Path file) {
        CsvMapper mapper =
                CsvMapper.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();
        try (InputStream in = Files.newInputStream(file);
                CsvParser parser = mapper.getFactory().createParser(in)) {
            List<Row> rows = new ArrayList<>();
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                long line = parser.currentLocation().getLineNr();
                List<String> cells = new ArrayList<>();
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    cells.add(parser.getText());
                }
                rows.add(new Row(line, List.copyOf(cells)));
            }
            return rows;
        } catch (JacksonException e) {
            String line =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new UserException("'" + file + "' is no valid CSV" + line + ": " + e.getOriginalMessage() + ".", e);
        } catch (NoSuchFileException e) {
            throw new UserException("There is no file '" + file + "'.", e);
        } catch (IOException e) {
            throw new UserException("'" + file + "' cannot be read as CSV in UTF-8: " + e.getMessage() + ".", e);
        }
    }
}
