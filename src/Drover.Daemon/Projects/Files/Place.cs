using System.Runtime.InteropServices;

namespace Drover.Daemon.Projects.Files;

/// <summary>Where something stands in a file; both count from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int Line, int Column);
