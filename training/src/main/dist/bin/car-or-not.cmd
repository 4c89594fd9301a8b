@echo off
rem Starts car-or-not. Java is found through JAVA_HOME, else through PATH; CARORNOT_JAVA_OPTS holds further options for it.
setlocal
set "home=%~dp0.."
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" (
    echo car-or-not: JAVA_HOME is '%JAVA_HOME%', where there is no bin\java.exe; set it to a Java of version 17 or newer. 1>&2
    exit /b 1
)
if not defined JAVA_HOME (
    where /q java.exe || (
        echo car-or-not: Java is missing; install version 17 or newer, or set JAVA_HOME to where it is. 1>&2
        exit /b 1
    )
)
set "version="
for /f "tokens=3" %%v in ('""%java%" -version 2>&1" ^| findstr /c:" version "') do if not defined version set "version=%%~v"
for /f "delims=.-+" %%m in ("%version%") do set "major=%%m"
if not defined major set "major=0"
if %major% LSS 17 (
    echo car-or-not: '%java%' is too old; install Java 17 or newer, or set JAVA_HOME to where it is. 1>&2
    exit /b 1
)
rem OpenMP's threads would spin at their barriers and steal time from each other.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
rem Built with -Pcuda there are no libraries here: PYTORCH_LIBRARY_PATH names those for CUDA, or DJL fetches them once.
set "fetch="
if not defined PYTORCH_LIBRARY_PATH if not exist "%home%\lib\pytorch-native-*.jar" set "fetch=1"
if defined fetch if not defined PYTORCH_FLAVOR set "PYTORCH_FLAVOR=cu128"
if defined fetch if not defined DJL_OFFLINE set "DJL_OFFLINE=false"
"%java%" --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true -DOPT_OUT_TRACKING=true %CARORNOT_JAVA_OPTS% -cp "%home%\lib\*" dev.carornot.training.cli.CarOrNot %*
exit /b %ERRORLEVEL%
