using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace BatchEstimator.Tests.Architecture;

/// <summary>One type of an assembly using another type of the same assembly, in a signature or in the code of a method.</summary>
internal sealed record TypeReference(TypeName From, TypeName To);

/// <summary>A type by its outermost declaring type: lambdas and state machines belong to the type they were written in.</summary>
internal readonly record struct TypeName(string Namespace, string Name);

/// <summary>Reads every reference between the types of one assembly from its metadata and its IL.</summary>
internal sealed class TypeReferences : ISignatureTypeProvider<ImmutableArray<TypeDefinitionHandle>, object?>
{
    private static readonly OpCode[] OneByte = Codes(twoBytes: false);
    private static readonly OpCode[] TwoBytes = Codes(twoBytes: true);

    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly HashSet<TypeReference> _found = [];

    private TypeReferences(PEReader image)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
    }

    public static IReadOnlyCollection<TypeReference> Of(Assembly assembly)
    {
        using PEReader image = new(File.OpenRead(assembly.Location));
        TypeReferences references = new(image);
        foreach (TypeDefinitionHandle type in references._metadata.TypeDefinitions) references.Visit(type);
        return references._found;
    }

    private void Visit(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        TypeName from = Name(handle);
        Add(from, Resolve(type.BaseType));
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
            Add(from, Resolve(_metadata.GetInterfaceImplementation(implemented).Interface));
        foreach (FieldDefinitionHandle field in type.GetFields())
            Add(from, _metadata.GetFieldDefinition(field).DecodeSignature(this, null));
        foreach (MethodDefinitionHandle method in type.GetMethods()) Visit(from, _metadata.GetMethodDefinition(method));
    }

    private void Visit(TypeName from, MethodDefinition method)
    {
        Add(from, Types(method.DecodeSignature(this, null)));
        if (method.RelativeVirtualAddress == 0) return;
        MethodBodyBlock body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            Add(from, [.. _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null).SelectMany(types => types)]);
        foreach (ExceptionRegion region in body.ExceptionRegions) Add(from, Resolve(region.CatchType));
        foreach (EntityHandle token in Tokens(body.GetILReader())) Add(from, Resolve(token));
    }

    /// <summary>Every metadata token an instruction of the body carries.</summary>
    private static List<EntityHandle> Tokens(BlobReader code)
    {
        List<EntityHandle> tokens = [];
        while (code.RemainingBytes > 0)
        {
            byte first = code.ReadByte();
            switch ((first == 0xFE ? TwoBytes[code.ReadByte()] : OneByte[first]).OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    tokens.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    code.Offset += 4 * code.ReadInt32();
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
        return tokens;
    }

    /// <summary>The types of this assembly that a token stands for, type arguments included.</summary>
    private ImmutableArray<TypeDefinitionHandle> Resolve(EntityHandle handle)
    {
        if (handle.IsNil) return [];
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return [(TypeDefinitionHandle)handle];
            case HandleKind.TypeSpecification:
                return _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
            case HandleKind.FieldDefinition:
                return [_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()];
            case HandleKind.MethodDefinition:
                return [_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()];
            case HandleKind.MemberReference:
                return Resolve(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
            case HandleKind.MethodSpecification:
                MethodSpecification method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return [.. Resolve(method.Method), .. method.DecodeSignature(this, null).SelectMany(types => types)];
            default:
                return [];
        }
    }

    private void Add(TypeName from, ImmutableArray<TypeDefinitionHandle> targets)
    {
        foreach (TypeDefinitionHandle target in targets)
            if (Name(target) is var to && to != from) _found.Add(new TypeReference(from, to));
    }

    private TypeName Name(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        while (type.IsNested) type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        return new TypeName(_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    private static ImmutableArray<TypeDefinitionHandle> Types(MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature) =>
        [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(types => types)];

    private static OpCode[] Codes(bool twoBytes)
    {
        OpCode[] codes = new OpCode[256];
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
            if (field.GetValue(null) is OpCode code && (code.Size == 2) == twoBytes) codes[code.Value & 0xFF] = code;
        return codes;
    }

    // The signature decoder's questions: a type is the list of this assembly's types that occur in it.
    public ImmutableArray<TypeDefinitionHandle> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [handle];
    public ImmutableArray<TypeDefinitionHandle> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [];
    public ImmutableArray<TypeDefinitionHandle> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Resolve(handle);
    public ImmutableArray<TypeDefinitionHandle> GetGenericInstantiation(ImmutableArray<TypeDefinitionHandle> genericType, ImmutableArray<ImmutableArray<TypeDefinitionHandle>> typeArguments) =>
        [.. genericType, .. typeArguments.SelectMany(types => types)];
    public ImmutableArray<TypeDefinitionHandle> GetFunctionPointerType(MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature) => Types(signature);
    public ImmutableArray<TypeDefinitionHandle> GetModifiedType(ImmutableArray<TypeDefinitionHandle> modifier, ImmutableArray<TypeDefinitionHandle> unmodifiedType, bool isRequired) => [.. modifier, .. unmodifiedType];
    public ImmutableArray<TypeDefinitionHandle> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];
    public ImmutableArray<TypeDefinitionHandle> GetGenericMethodParameter(object? genericContext, int index) => [];
    public ImmutableArray<TypeDefinitionHandle> GetGenericTypeParameter(object? genericContext, int index) => [];
    public ImmutableArray<TypeDefinitionHandle> GetArrayType(ImmutableArray<TypeDefinitionHandle> elementType, ArrayShape shape) => elementType;
    public ImmutableArray<TypeDefinitionHandle> GetByReferenceType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;
    public ImmutableArray<TypeDefinitionHandle> GetPinnedType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;
    public ImmutableArray<TypeDefinitionHandle> GetPointerType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;
    public ImmutableArray<TypeDefinitionHandle> GetSZArrayType(ImmutableArray<TypeDefinitionHandle> elementType) => elementType;
}
