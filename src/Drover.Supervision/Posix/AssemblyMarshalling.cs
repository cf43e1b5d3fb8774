using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every signature in this folder is blittable; nothing may fall back to the run-time marshaller.
[assembly: DisableRuntimeMarshalling]
// libc comes from the system, never from beside the assembly: saves the probing on the start path.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
