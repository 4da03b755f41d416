package dev.slipway.sandbox.book;

import java.util.List;

/**
 * The book's answer to a prompt.
 *
 * @param opening said before the files are written
 * @param files whole, in the order in which they are written
 * @param closing said after
 */
public record BookEntry(String opening, List<BookFile> files, String closing) {
    public BookEntry {
        files = List.copyOf(files);
    }
}
