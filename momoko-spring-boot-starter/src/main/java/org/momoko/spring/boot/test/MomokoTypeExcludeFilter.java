package org.momoko.spring.boot.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves the components of the application out of a {@link MomokoTest}, except those that it includes. */
final class MomokoTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<MomokoTest> {

    MomokoTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }
}
