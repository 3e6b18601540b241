package io.mediadeleter.cli.console;

import io.mediadeleter.text.LostCharacters;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a file's name. Java writes it in the charset of the process's locale, which need not have all of its characters. */
public final class FileName implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException noName) {
            throw new TypeConversionException("'" + Wording.cell(text) + "' "
                    + (LostCharacters.isReadable()
                            ? "is not the name of a file: " + noName.getReason()
                            : LostCharacters.remedy()));
        }
    }
}
