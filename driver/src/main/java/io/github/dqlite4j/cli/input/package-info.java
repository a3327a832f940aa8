/** What a user gives: arguments, statements of a script, words of a command, CSV. */
@NullMarked
package io.github.dqlite4j.cli.input;

import org.jspecify.annotations.NullMarked;
