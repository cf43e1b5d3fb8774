using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>Flags of open(2). Two of them differ between processors.</summary>
internal static class OpenFlags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoControllingTerminal = 0x100;
    public const int Truncate = 0x200;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    /// <summary>Fail when the path is no directory.</summary>
    public static readonly int Directory = IsArm ? 0x4000 : 0x10000;

    /// <summary>Fail when the last part of the path is a symbolic link.</summary>
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
}

/// <summary>Commands of fcntl(2).</summary>
internal static class FcntlCommands
{
    public const int GetDescriptorFlags = 1;
    public const int SetDescriptorFlags = 2;
    public const int GetStatusFlags = 3;
    public const int SetStatusFlags = 4;
    public const int DuplicateCloseOnExec = 1030;
    public const int SetPipeSize = 1031;
    public const int GetPipeSize = 1032;
}

/// <summary>Event bits of poll(2).</summary>
internal static class PollEvents
{
    public const short In = 1;
    public const short Out = 4;
    public const short Error = 8;
    public const short HungUp = 16;
}
