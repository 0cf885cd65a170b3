# syntax=docker/dockerfile:1
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY sql sql
COPY routes routes
COPY src src
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -q -Dformat.skip -Dmaven.test.skip package \
    && java -Djarmode=tools -jar target/sml-gateway.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin sml \
    && install -d -o sml -g sml /app \
    && install -d -o sml -g sml -m 700 /data
USER sml
WORKDIR /app
# what changes least comes first
COPY --from=build --chown=sml:sml /layers/dependencies/ ./
COPY --from=build --chown=sml:sml /layers/snapshot-dependencies/ ./
COPY --from=build --chown=sml:sml /layers/application/ ./
COPY --chown=sml:sml src/build/train-aot src/build/jvm.options ./
# trained in the image it runs in, for the cache holds for one JVM and one set of jars only
RUN ./train-aot .

ENV SML_PORT=3000 SML_BIND=0.0.0.0 SML_DATA_DIR=/data \
    OLLAMA_BASE_URL=http://host.docker.internal:11434
EXPOSE 3000
VOLUME /data
# bash speaks enough HTTP; an image without curl has one program less to patch
HEALTHCHECK --interval=10s --timeout=5s --start-period=40s --start-interval=1s --retries=5 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$SML_PORT && printf 'GET /api/health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=sml-gateway.aot", "-jar", "sml-gateway.jar"]
