# Build: docker build -t batch-estimator .
# Run:   see compose.yaml
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages first: this layer is rebuilt only when a project or lock file changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/BatchEstimator.Estimation/BatchEstimator.Estimation.csproj src/BatchEstimator.Estimation/packages.lock.json src/BatchEstimator.Estimation/
COPY src/BatchEstimator.Worker/BatchEstimator.Worker.csproj src/BatchEstimator.Worker/packages.lock.json src/BatchEstimator.Worker/
RUN dotnet restore src/BatchEstimator.Worker --locked-mode

COPY .editorconfig appsettings.json ./
COPY config config
COPY src src
# Native libraries for other systems would make up nine tenths of the image.
RUN dotnet publish src/BatchEstimator.Worker --configuration Release --no-restore --output /app -p:SatelliteResourceLanguages=en \
    && find /app/runtimes -mindepth 1 -maxdepth 1 ! -name linux-x64 ! -name linux-arm64 -exec rm -rf {} +

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY config /config
# The image brings a user without privileges (APP_UID). A new named volume takes over the owner of the folder it covers.
RUN install --directory --owner="$APP_UID" --group="$APP_UID" /workspace
USER $APP_UID
# The base image would have every web program listen on all addresses at 8080; here Urls alone decides.
ENV ASPNETCORE_HTTP_PORTS="" \
    Workspace__Root=/workspace \
    Workspace__Jobs=/config/jobs \
    DOTNET_EnableDiagnostics=0
VOLUME /workspace
# The image has no curl; the program asks its own /health/live.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["dotnet", "batch-estimator.dll", "health"]
ENTRYPOINT ["dotnet", "batch-estimator.dll"]
CMD ["serve"]
