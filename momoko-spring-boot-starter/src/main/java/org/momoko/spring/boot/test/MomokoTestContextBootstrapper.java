package org.momoko.spring.boot.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Makes the context of a {@link MomokoTest}. */
final class MomokoTestContextBootstrapper extends TestSliceTestContextBootstrapper<MomokoTest> {}
