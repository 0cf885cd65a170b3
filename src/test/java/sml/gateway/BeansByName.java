package sml.gateway;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;

/** The beans of the program by name, found on the class path; nothing is started. */
final class BeansByName {
  private final Map<String, Class<?>> types = new TreeMap<>();

  BeansByName() throws ReflectiveOperationException {
    var names = new AnnotationBeanNameGenerator();
    var registry = new SimpleBeanDefinitionRegistry();
    var scanner = new ClassPathScanningCandidateComponentProvider(true);
    for (var definition : scanner.findCandidateComponents("sml.gateway")) {
      var type = Class.forName(definition.getBeanClassName());
      if (ofTheProgram(type)) {
        types.put(names.generateBeanName((AnnotatedBeanDefinition) definition, registry), type);
        Arrays.stream(type.getDeclaredMethods()).forEach(this::addMade);
      }
    }
  }

  private void addMade(Method method) {
    var bean = method.getAnnotation(Bean.class);
    if (bean != null) {
      var names = bean.value().length == 0 ? new String[] {method.getName()} : bean.value();
      Arrays.stream(names).forEach(name -> types.put(name, method.getReturnType()));
    }
  }

  private static boolean ofTheProgram(Class<?> type) {
    var place = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return !place.contains("test-classes");
  }

  @Nullable Class<?> type(String name) {
    return types.get(name);
  }

  boolean has(String name, String method) {
    var type = type(name);
    return type != null
        && Arrays.stream(type.getMethods()).anyMatch(each -> each.getName().equals(method));
  }
}
