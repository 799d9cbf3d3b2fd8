"""What an operation may cost, reckoned before anything is carried out.

Every field costs 1; what is under a list counts as often as the list may be long: as its `first` or `limit`
says, else `USUAL_LENGTH` times. The way is that of IBM's cost directives for GraphQL, with one weight
(https://ibm.github.io/graphql-specs/cost-spec.html).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    VariableNode,
    get_named_type,
)
from strawberry.extensions import SchemaExtension

MOST_COST = 10_000
LONGEST_LIST = 100
USUAL_LENGTH = 10
_LENGTHS = ("first", "limit")

Variables = Mapping[str, Any]


class CostLimit(SchemaExtension):
    """Refuses operations that cost more than `MOST_COST`, and says what they cost."""

    def on_operation(self) -> Iterator[None]:
        """Adds the rule, which knows the variables, to those that the document is held against."""
        context = self.execution_context
        rule = _rule_for(context.variables or {})
        context.validation_rules = (*context.validation_rules, rule)
        yield


def _rule_for(variables: Variables) -> type[ValidationRule]:
    class CostRule(ValidationRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            reckoner = _Reckoner(context, variables)
            for definition in context.document.definitions:
                if isinstance(definition, OperationDefinitionNode):
                    cost = reckoner.of_operation(definition)
                    if cost > MOST_COST:
                        context.report_error(
                            GraphQLError(
                                f"This operation costs {cost:,}, and {MOST_COST:,} are allowed: ask for "
                                "shorter lists or fewer fields in them.",
                                [definition],
                                extensions={"code": "too_costly", "cost": cost, "most": MOST_COST},
                            )
                        )

    return CostRule


class _Reckoner:
    def __init__(self, context: ValidationContext, variables: Variables) -> None:
        self._schema: GraphQLSchema = context.schema
        self._variables = variables
        self._fragments = {
            one.name.value: one
            for one in context.document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self._known: dict[str, int] = {}

    def of_operation(self, operation: OperationDefinitionNode) -> int:
        root = self._schema.get_root_type(operation.operation)
        return 0 if root is None else self._of_selection(operation.selection_set, root)

    def _of_selection(self, selection: SelectionSetNode, parent: Any) -> int:
        return sum(self._of_node(node, parent) for node in selection.selections)

    def _of_node(self, node: Any, parent: Any) -> int:
        if isinstance(node, FieldNode):
            return self._of_field(node, parent)
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            on = parent if condition is None else self._schema.get_type(condition.name.value)
            return self._of_selection(node.selection_set, on)
        return 0

    def _of_fragment(self, name: str) -> int:
        """Each fragment is reckoned once. One that leads to itself is for another rule to refuse."""
        if name not in self._known:
            self._known[name] = 0
            if (fragment := self._fragments.get(name)) is not None:
                on = self._schema.get_type(fragment.type_condition.name.value)
                self._known[name] = self._of_selection(fragment.selection_set, on)
        return self._known[name]

    def _of_field(self, node: FieldNode, parent: Any) -> int:
        name = node.name.value
        if name.startswith("__"):
            return 1  # introspection is bounded by depth
        fields: Mapping[str, GraphQLField] = getattr(parent, "fields", {})
        field = fields.get(name)
        if field is None or node.selection_set is None:
            return 1
        inner = self._of_selection(node.selection_set, get_named_type(field.type))
        return 1 + inner * self._length(node, field.type)

    def _length(self, node: FieldNode, kind: GraphQLOutputType) -> int:
        """How often what is under a field is asked for."""
        for argument in node.arguments or ():
            if argument.name.value in _LENGTHS:
                value: Any = None
                if isinstance(argument.value, IntValueNode):
                    value = int(argument.value.value)
                elif isinstance(argument.value, VariableNode):
                    value = self._variables.get(argument.value.name.value)
                wanted = value if isinstance(value, int) and value > 0 else LONGEST_LIST
                return min(wanted, LONGEST_LIST)
        return USUAL_LENGTH if _is_list(kind) else 1


def _is_list(kind: GraphQLOutputType) -> bool:
    if isinstance(kind, GraphQLNonNull):
        return _is_list(kind.of_type)
    return isinstance(kind, GraphQLList)
